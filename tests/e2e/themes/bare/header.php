<!DOCTYPE html><html <?php language_attributes(); ?>><head><meta charset="utf-8">
<title><?php wp_title('&laquo;', true, 'right'); bloginfo('name'); ?></title><?php wp_head(); ?></head>
<body><div id="page"><div id="header"><h1 class="site-title"><a href="<?php echo home_url('/'); ?>"><?php bloginfo('name'); ?></a></h1>
<div class="description"><?php bloginfo('description'); ?></div></div><div id="content">
